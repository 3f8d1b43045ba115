package org.broadsheet.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. Its commands come with the roles. */
@Command(name = "broadsheet", version = "Broadsheet 0.1.0", mixinStandardHelpOptions = true)
public final class Broadsheet implements Runnable {
    private Broadsheet() {}

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Broadsheet()).execute(args));
    }
}
