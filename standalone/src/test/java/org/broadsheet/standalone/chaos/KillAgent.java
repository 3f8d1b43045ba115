package org.broadsheet.standalone.chaos;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent of the tests: stops a thread of the program at a named place, says so in a file, and waits there for the
 * {@code kill -9} that the test then sends. The program itself knows nothing of it.
 *
 * <p>{@code arm} in the control folder holds {@code <place> <how many passes to let go by>}; {@code hit} appears when a thread
 * stands at the place. Of render it is the site {@code main} that counts. What {@code theme} holds is put into the theme: another text there makes the program that is started next
 * another program.
 */
public final class KillAgent {
    private static volatile Path control = Path.of(".");
    /** What render writes: a release, a slice of what another program had made, or nothing. */
    private static volatile String writing = "nothing";

    private static volatile boolean ending;
    /** How many transactions of it are committed. */
    private static final AtomicInteger COMMITTED = new AtomicInteger();

    /** The key that this thread has sent last: a transaction holds one site's. */
    private static final ThreadLocal<String> SENT = ThreadLocal.withInitial(() -> "");

    private KillAgent() {}

    public static void premain(String folder, Instrumentation instrumentation) {
        control = Path.of(folder);
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.DISABLED)
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .type(ElementMatchers.named("org.apache.kafka.clients.producer.KafkaProducer"))
                .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Send.class)
                                .on(ElementMatchers.named("send").and(ElementMatchers.takesArguments(2))))
                        .visit(Advice.to(Commit.class).on(ElementMatchers.named("commitTransaction"))))
                .type(ElementMatchers.named("org.broadsheet.common.storage.FileStorage"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Put.class).on(ElementMatchers.named("put"))))
                .type(ElementMatchers.named("org.broadsheet.render.stage.RenderWork"))
                .transform((builder, type, loader, module, domain) -> builder.visit(
                                Advice.to(Release.class).on(ElementMatchers.named("release")))
                        .visit(Advice.to(Slice.class).on(ElementMatchers.named("renew"))))
                .type(ElementMatchers.named("org.broadsheet.render.theme.Theme"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(ThemeFile.class).on(ElementMatchers.named("resource"))))
                .installOn(instrumentation);
    }

    /** Called from within the program. */
    public static void at(String place) {
        Path arm = control.resolve("arm");
        try {
            if (!Files.exists(arm)) {
                return;
            }
            synchronized (KillAgent.class) {
                String[] wanted = Files.readString(arm).strip().split(" ");
                if (!wanted[0].equals(place)) {
                    return;
                }
                int passes = Integer.parseInt(wanted[1]);
                if (passes > 0) {
                    Path next = Files.writeString(control.resolve("arm.next"), place + " " + (passes - 1));
                    Files.move(next, arm, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
                Path hit = Files.writeString(
                        control.resolve("hit.next"),
                        place + " on " + Thread.currentThread().getName() + ", after " + COMMITTED
                                + " transactions of render");
                Files.move(hit, control.resolve("hit"), StandardCopyOption.ATOMIC_MOVE);
            }
            while (true) {
                LockSupport.park();
            }
        } catch (NoSuchFileException e) {
            // Disarmed just now: another process was killed.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called from within the program. */
    public static void sends(ProducerRecord<?, ?> record) {
        SENT.set(String.valueOf(record.key()));
        if (record.topic().equals("broadsheet.signals")) {
            at("ref-updated");
        }
    }

    private static boolean isOfMain() {
        return SENT.get().equals("main") || SENT.get().startsWith("main/");
    }

    /** Called from within the program, on the thread of a site. */
    public static void beginsOn(String what, String thread) {
        if (thread.endsWith("-main")) {
            begins(what);
        }
    }

    private static void begins(String what) {
        writing = what;
        ending = false;
        COMMITTED.set(0);
    }

    /** Called from within the program: what follows is in the last transaction. */
    public static void endsOn(String thread) {
        ending |= thread.endsWith("-main");
    }

    /** Called from within the program. */
    public static void atOfRender(String what) {
        at(writing + "-" + what);
    }

    /** Called from within the program, before render commits. */
    public static void committing() {
        if (isOfMain()) {
            atOfRender("transaction");
        }
    }

    /** Called from within the program. */
    public static void committed() {
        if (!isOfMain()) {
            return;
        }
        COMMITTED.incrementAndGet();
        if (ending) {
            begins("nothing");
        }
    }

    /** Called from within the program: a file of the theme, as this program has it. */
    public static byte[] themed(String name, byte[] bytes) {
        Path theme = control.resolve("theme");
        try {
            if (!Files.exists(theme) || !(name.equals("theme.css") || name.equals("footer.mustache"))) {
                return bytes;
            }
            String text = Files.readString(theme);
            return (new String(bytes, StandardCharsets.UTF_8)
                            + (name.endsWith(".css") ? "/* " + text + " */" : "<!-- " + text + " -->"))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** After the ref update, before the signal is in Kafka. */
    static final class Send {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) ProducerRecord<?, ?> record) {
            sends(record);
        }
    }

    /** All records of a transaction are sent, none is committed. */
    static final class Commit {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("clientId") String client) {
            if (client.contains("ingest-")) {
                at("ingest-transaction");
            } else if (client.contains("webhooks-deliver-")) {
                at("receiver-answered");
            } else if (client.contains("render-")) {
                committing();
            }
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("clientId") String client) {
            if (client.contains("render-")) {
                committed();
            }
        }
    }

    /** Render begins to write what a commit brings. */
    static final class Release {
        @Advice.OnMethodEnter
        static void enter() {
            beginsOn("release", Thread.currentThread().getName());
        }

        @Advice.OnMethodExit
        static void exit() {
            endsOn(Thread.currentThread().getName());
        }
    }

    /** Render begins to write a slice of what another program had made. */
    static final class Slice {
        @Advice.OnMethodEnter
        static void enter() {
            beginsOn("slice", Thread.currentThread().getName());
        }

        @Advice.OnMethodExit
        static void exit() {
            endsOn(Thread.currentThread().getName());
        }
    }

    /** Another theme is another program. */
    static final class ThemeFile {
        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // Assigned for the method that it is put into.
        static void exit(@Advice.Argument(0) String name, @Advice.Return(readOnly = false) byte[] bytes) {
            bytes = themed(name, bytes);
        }
    }

    /** An object of the site is written, render has not committed. */
    static final class Put {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Object key, @Advice.Return @Nullable Object outcome) {
            String name = key.toString();
            if (outcome != null
                    && outcome.getClass().getSimpleName().equals("Written")
                    && !name.equals("feed.xml")
                    && !name.equals("atom.xml")
                    && !name.equals("feed.json")) {
                atOfRender("written");
            }
        }
    }
}
