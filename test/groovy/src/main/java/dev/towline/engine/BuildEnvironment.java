package dev.towline.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that Jenkins sets for a build. */
final class BuildEnvironment {
    private static final String JENKINS = "https://jenkins.example.com/";

    private BuildEnvironment() {}

    /** Those of the request win. */
    static Map<String, String> of(Request request) {
        String number = String.valueOf(request.buildNumber());
        Map<String, String> env = new LinkedHashMap<>();
        env.put("BUILD_NUMBER", number);
        env.put("BUILD_ID", number);
        env.put("BUILD_DISPLAY_NAME", "#" + number);
        env.put("BUILD_TAG", "jenkins-shop-" + number);
        env.put("JENKINS_URL", JENKINS);
        env.put("JOB_NAME", "shop");
        env.put("JOB_BASE_NAME", "shop");
        env.put("JOB_URL", JENKINS + "job/shop/");
        env.put("BUILD_URL", JENKINS + "job/shop/" + number + "/");
        env.putAll(request.env());
        return env;
    }
}
