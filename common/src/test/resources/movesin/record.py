#!/usr/bin/env python3
"""Records into jekyll.urls and hugo.urls where the generators themselves put the files of jekyll.blog and hugo.blog.

    ./record.py jekyll        (Debian: apt-get install jekyll)
    ./record.py hugo          (Debian: apt-get install hugo)

Nothing in the build runs this. Each line of a record: configuration, file, URL as the generator says it but decoded, and the file
of the site that it wrote, with tabs between.
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
COMMANDS = {
    "jekyll": (["jekyll", "--version"], ["jekyll", "build", "--quiet", "--future"]),
    "hugo": (["hugo", "version"], ["hugo", "--quiet", "--buildFuture", "-d", "_site"]),
}
JEKYLLS = "\n<!--SRC[{{ page.path }}]URL[{{ page.url }}]-->\n"
HUGOS = "SRC[{{ .File.Filename | safeHTML }}]URL[{{ .RelPermalink | safeHTML }}]"


def parts(generator):
    """What stands below each line of ####, by its words."""
    with open(os.path.join(HERE, generator + ".blog"), encoding="utf-8") as file:
        heads = re.split(r"^#### (config|file) (.*)\n", file.read(), flags=re.M)[1:]
    for kind, name, text in zip(heads[::3], heads[1::3], heads[2::3]):
        name = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m.group(1), 16)), name)
        yield kind, name, text


def write(root, path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def build(generator, name, text, files):
    with tempfile.TemporaryDirectory() as root:
        config = "_config.yml"
        if generator == "hugo":
            name, config = name.split(" ")
            for layout in "single", "list":
                write(root, "layouts/_default/" + layout + ".html", "{{ if .File }}" + HUGOS + "{{ end }}")
            write(root, "layouts/index.html", "")
        write(root, config, text)
        for path, content in files:
            write(root, path, content.rstrip("\n") + ("\n" + JEKYLLS if generator == "jekyll" else "\n"))
        subprocess.run(COMMANDS[generator][1], cwd=root, check=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
        site = os.path.join(root, "_site")
        for folder, _, names in os.walk(site):
            for each in names:
                place = os.path.join(folder, each)
                with open(place, encoding="utf-8", errors="replace") as file:
                    found = re.search(r"SRC\[(.*?)\]URL\[(.*?)\]", file.read())
                if found:
                    source, url = found.groups()
                    source = os.path.relpath(source, os.path.realpath(root)) if generator == "hugo" else source
                    url = urllib.parse.unquote(url)
                    yield "\t".join((name, source, url, os.path.relpath(place, site)))


def main(generator):
    versions, command = COMMANDS[generator]
    version = subprocess.run(versions, check=True, capture_output=True, text=True).stdout.strip()
    blog = list(parts(generator))
    files = [(name, text) for kind, name, text in blog if kind == "file"]
    with open(os.path.join(HERE, generator + ".urls"), "w", encoding="utf-8") as out:
        out.write("# " + version + "\n# recorded by ./record.py " + generator + ": " + " ".join(command) + "\n")
        for kind, name, text in blog:
            if kind == "config":
                out.writelines(line + "\n" for line in sorted(build(generator, name, text, files)))


main(sys.argv[1])
