package dev.towline.engine.declarative;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads where a pipeline or a stage runs: {@code [type, settings]}. */
final class AgentReader {
    private static final Set<String> CONTAINER =
            Set.of("label", "customWorkspace", "args", "registryUrl", "registryCredentialsId", "reuseNode");

    /** The settings of each type; the first is the one that may be given alone. */
    private static final Map<String, List<String>> SETTINGS = Map.of(
            "label", List.of("label", "customWorkspace", "retries"),
            "node", List.of("label", "customWorkspace", "retries"),
            "docker", List.of("image", "alwaysPull"),
            "dockerfile", List.of("filename", "dir", "additionalBuildArgs"),
            "kubernetes",
                    List.of(
                            "yaml",
                            "yamlFile",
                            "yamlMergeStrategy",
                            "label",
                            "cloud",
                            "inheritFrom",
                            "defaultContainer",
                            "namespace",
                            "serviceAccount",
                            "workingDir",
                            "idleMinutes",
                            "customWorkspace",
                            "retries",
                            "nodeSelector",
                            "slaveConnectTimeout"));

    private final Problems problems;

    AgentReader(Problems problems) {
        this.problems = problems;
    }

    /** Null where there is no such section. */
    Expression read(Directive agent) {
        if (agent == null) return null;
        if (agent.block() != null) return readBlock(agent);
        if (agent.argument() instanceof VariableExpression name
                && List.of("any", "none").contains(name.getName())) return agent(name.getName(), null);
        problems.add(agent.position(), "Only \"agent none\", \"agent any\" or \"agent {...}\" are allowed.");
        return null;
    }

    private Expression readBlock(Directive agent) {
        List<Statement> statements = Directive.statements(agent.block());
        if (statements.size() != 1) {
            problems.add(
                    agent.position(),
                    statements.isEmpty()
                            ? "No agent type specified. Must be one of " + Names.AGENTS
                            : "Only one agent type is allowed per agent section");
            return null;
        }
        Directive type = Directive.of(statements.get(0));
        if (type == null || !Names.AGENTS.contains(type.name())) {
            problems.add(
                    statements.get(0),
                    "Invalid agent type \"" + (type == null ? statements.get(0).getText() : type.name())
                            + "\" specified. Must be one of " + Names.AGENTS);
            return null;
        }
        return agent(type.name(), SETTINGS.containsKey(type.name()) ? settings(type) : null);
    }

    private Expression settings(Directive type) {
        List<String> known = SETTINGS.get(type.name());
        Expression settings;
        if (type.block() != null) settings = new SectionReader(problems).settings(Directive.statements(type.block()));
        else if (type.argument() == null) settings = Ast.map(Map.of());
        else
            settings =
                    type.argument() instanceof MapExpression map ? map : Ast.map(Map.of(known.get(0), type.argument()));
        List<String> given = ((MapExpression) settings)
                .getMapEntryExpressions().stream()
                        .map(entry -> entry.getKeyExpression().getText())
                        .toList();
        for (String name : given) {
            boolean container = type.name().startsWith("docker") && CONTAINER.contains(name);
            if (!known.contains(name) && !container) {
                problems.add(
                        type.position(),
                        "Invalid config option \"" + name + "\" for agent type \"" + type.name()
                                + "\". Valid config options are " + known);
            }
        }
        if (type.name().equals("docker") && !given.contains("image")) {
            problems.add(type.position(), "Missing required parameter for agent type \"docker\": image");
        }
        return Ast.later(settings);
    }

    private static Expression agent(String type, Expression settings) {
        return settings == null
                ? Ast.map(Map.of("type", Ast.constant(type)))
                : Ast.map(Map.of("type", Ast.constant(type), "settings", settings));
    }
}
