package org.broadsheet.standalone;

import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.notify.command.WebhooksCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code broadsheet up}, one role alone, or a command that talks to a running one. */
@Command(
        name = "broadsheet",
        version = "Broadsheet " + Version.NUMBER,
        mixinStandardHelpOptions = true,
        description = "Push Markdown to Git; it is live as HTML, in the feeds, and at every webhook.",
        subcommands = {
            UpCommand.class,
            CheckCommand.class,
            RoleCommand.Ingest.class,
            RoleCommand.Render.class,
            RoleCommand.Notify.class,
            ServeCommand.class,
            TrainCommand.class,
            WebhooksCommand.class
        })
public final class Broadsheet {
    /** Read by logback.xml. */
    private static final String LOG_LEVEL = "broadsheet.log";

    /** Exit codes: 0 done, 1 could not, 2 was called in a way that it does not know. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && System.getProperty(LOG_LEVEL) == null) {
            // They print themselves what there is to say; the log is for what goes wrong.
            switch (arguments[0]) {
                case "up", "train" -> System.setProperty(LOG_LEVEL, "WARN");
                case "check" -> System.setProperty(LOG_LEVEL, "ERROR");
                default -> {}
            }
        }
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine program = new CommandLine(new Broadsheet());
        if (arguments.length == 0) {
            program.usage(program.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        return program.setExecutionExceptionHandler(Broadsheet::failed).execute(arguments);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof StartFailure) {
            command.getErr().println("broadsheet: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
