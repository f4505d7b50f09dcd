package dev.towline.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** The global variable {@code scm}: where the Jenkinsfile came from. */
public final class Scm implements Serializable {
    private static final long serialVersionUID = 1L;

    public List<Map<String, String>> getBranches() {
        return List.of(Map.of("name", "*/main"));
    }

    public List<Map<String, String>> getUserRemoteConfigs() {
        return List.of(Map.of("url", "https://git.example.com/shop/cart.git", "credentialsId", "gitUser"));
    }

    public List<Object> getExtensions() {
        return List.of();
    }

    @Override
    public String toString() {
        return "scm";
    }
}
