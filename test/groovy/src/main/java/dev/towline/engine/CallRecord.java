package dev.towline.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One step that was called, as it is told to the caller. */
record CallRecord(int index, String branch, StepCall call, Context context) {
    /** docker-workflow passes names to the shell in variables, quoted. */
    private static final Pattern DOCKER_VARIABLE = Pattern.compile("\"\\$(JD_\\w+)\"");

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", index);
        map.put("step", call.step);
        map.put("arguments", Plain.ofMap(call.arguments));
        if (call.arguments.containsKey("script")) {
            map.put("command", expand(call.text("script")));
            map.put("env", context.env);
        }
        map.put("stage", String.join(" / ", context.stages));
        map.put("node", context.node);
        map.put("within", context.within);
        map.put("branch", branch);
        return map;
    }

    private String expand(String script) {
        return DOCKER_VARIABLE
                .matcher(script)
                .replaceAll(variable -> Matcher.quoteReplacement(context.env.getOrDefault(variable.group(1), "")));
    }
}
