package dev.towline.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Serves requests. Many builds may run at a time; all on one thread, so that their order is the caller's. */
final class Engine {
    private final Consumer<Map<String, Object>> send;
    private final Map<Object, Run> runs = new HashMap<>();
    private final Map<String, Controller> controllers = new HashMap<>();
    private final Deque<Runnable> later = new ArrayDeque<>();

    Engine(Consumer<Map<String, Object>> send) {
        this.send = send;
    }

    /** Takes one message of the caller. */
    void take(Map<?, ?> message) {
        Object id = message.get("id");
        try {
            switch (String.valueOf(message.get("op"))) {
                case "parse" -> send(
                        id,
                        "done",
                        "value",
                        ScriptReader.parse(message.get("text").toString()));
                case "run" -> start(id, new Request(message));
                case "answer" -> runs.get(id).answer(new Answer((Map<?, ?>) message.get("answer")));
                default -> throw new IllegalArgumentException("there is no operation " + message.get("op"));
            }
            while (!later.isEmpty()) later.poll().run();
        } catch (RuntimeException | Error broken) {
            broken.printStackTrace();
            send(id, "broken", "message", broken.toString());
        }
    }

    private void start(Object id, Request request) {
        Controller controller = request.controller() == null
                ? new Controller()
                : controllers.computeIfAbsent(request.controller(), name -> new Controller());
        Run run = new Run(request, controller, new Conversation(id));
        runs.put(id, run);
        run.start();
    }

    private void send(Object id, String kind, String field, Object value) {
        send.accept(Map.of("id", id, "kind", kind, field, value));
    }

    private final class Conversation implements Run.Listener {
        private final Object id;

        Conversation(Object id) {
            this.id = id;
        }

        @Override
        public void ask(CallRecord call) {
            send(id, "ask", "call", call.toMap());
        }

        @Override
        public void left(int call) {
            send(id, "left", "index", call);
        }

        @Override
        public void ended(Map<String, Object> result) {
            runs.remove(id);
            send(id, "done", "value", result);
        }

        @Override
        public void later(Runnable work) {
            later.add(work);
        }
    }
}
