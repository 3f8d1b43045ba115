package org.broadsheet.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.broadsheet.common.id.CommitId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommandLineTest {
    @Test
    void makesTheSameCommitsEverywhere(@TempDir Path folder) {
        GitCommandLine git = GitCommandLine.init(folder);

        CommitId first = git.write("_posts/a.md", "# A\n").commit("First post");
        CommitId second = git.commit("Nothing new");

        assertThat(first.value()).isEqualTo("d5c2861cbd0842874d6a97c400d867e203d70a33");
        assertThat(git.git("log", "--format=%at %s")).isEqualTo("1767225660 Nothing new\n1767225600 First post\n");
        assertThat(second).isEqualTo(git.head());
    }
}
