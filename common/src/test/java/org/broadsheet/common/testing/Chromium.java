package org.broadsheet.common.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One tab of a headless Chromium, driven by its DevTools protocol. For one thread. */
public final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final String session;

    /** The browser of this machine, if it has one. */
    public static Optional<Path> installed() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .filter(Chromium::saysItsVersion)
                .findFirst();
    }

    /** A stub in the place of a browser, that only says how to install one, does not. */
    private static boolean saysItsVersion(Path browser) {
        try {
            Process process = new ProcessBuilder(browser.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Chromium(Path browser, Path profile) throws IOException {
        process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-popup-blocking",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.txt").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        await("Chromium is up")
                .atMost(PATIENCE)
                .until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
        List<String> lines = Files.readAllLines(port);
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
                .join();
        String target = send("Target.createTarget", "", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = send("Target.attachToTarget", "", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
        call("Page.setLifecycleEventsEnabled", Map.of("enabled", true));
    }

    /** Calls a method of the protocol and answers its result. */
    public JsonNode call(String method, Map<String, ?> parameters) {
        return send(method, session, parameters);
    }

    /** What the next pages are shown on. */
    public void screen(int width, int height, String colourScheme, String media) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        media,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
    }

    /** Opens a page and waits until it has loaded, pictures included. */
    public void open(String url) {
        requests.clear();
        complaints.clear();
        events.clear();
        JsonNode loader = call("Page.navigate", Map.of("url", url)).path("loaderId");
        try {
            while (true) {
                JsonNode event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError(url + " has not loaded after " + PATIENCE);
                }
                note(event);
                // Of this page: the one before may still tell that it has loaded.
                JsonNode parameters = event.path("params");
                if (event.path("method").asText().equals("Page.lifecycleEvent")
                        && parameters.path("name").asText().equals("load")
                        && parameters.path("loaderId").equals(loader)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The value of a JavaScript expression on the page. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** The value of a JavaScript expression, or of what it promises, as if a person had pressed something on the page. */
    public JsonNode evaluateAsPerson(String expression) {
        JsonNode answer = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** The addresses of all windows, the one that was opened last being the first. */
    public List<String> pages() {
        List<String> urls = new ArrayList<>();
        targets().forEach(target -> urls.add(target.path("url").asText()));
        return urls;
    }

    /** Types an address into the window that was opened last. */
    public void openInNewest(String url) {
        String other = send(
                        "Target.attachToTarget",
                        "",
                        Map.of("targetId", targets().getFirst().path("targetId").asText(), "flatten", true))
                .path("sessionId")
                .asText();
        send("Page.navigate", other, Map.of("url", url));
    }

    private List<JsonNode> targets() {
        List<JsonNode> pages = new ArrayList<>();
        for (JsonNode target : send("Target.getTargets", "", Map.of()).path("targetInfos")) {
            if (target.path("type").asText().equals("page")) {
                pages.add(target);
            }
        }
        return pages;
    }

    public void press(String key) {
        int code = key.equals("Tab") ? 9 : 13;
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
    }

    /** What the window shows, or the whole page. */
    public byte[] screenshot(boolean wholePage) {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", wholePage))
                        .path("data")
                        .asText());
    }

    /** What the page asked for since it was opened. */
    public List<String> requests() {
        drain();
        return List.copyOf(requests);
    }

    /** Errors in the console since the page was opened. */
    public List<String> complaints() {
        drain();
        return List.copyOf(complaints);
    }

    private void drain() {
        List<JsonNode> seen = new ArrayList<>();
        events.drainTo(seen);
        seen.forEach(this::note);
    }

    private void note(JsonNode event) {
        JsonNode parameters = event.path("params");
        switch (event.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(parameters.path("request").path("url").asText());
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Log.entryAdded" -> {
                if (parameters.path("entry").path("level").asText().equals("error")) {
                    complaints.add(parameters.path("entry").toString());
                }
            }
            default -> {}
        }
    }

    private JsonNode send(String method, String sessionId, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
        if (!sessionId.isEmpty()) {
            request.put("sessionId", sessionId);
        }
        request.set("params", JSON.valueToTree(parameters));
        socket.sendText(request.toString(), true).join();
        JsonNode response =
                answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (response.has("error")) {
            throw new AssertionError(method + ": " + response.path("error"));
        }
        return response.path("result");
    }

    @Override
    public void close() {
        // They may outlive the browser, and write into its profile while that is being deleted.
        List<ProcessHandle> children = process.descendants().toList();
        send("Browser.close", "", Map.of());
        socket.abort();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(e -> process.destroyForcibly())
                .join();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode received = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> call =
                            calls.remove(received.path("id").asInt());
                    if (call != null) {
                        call.complete(received);
                    } else {
                        events.add(received);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
