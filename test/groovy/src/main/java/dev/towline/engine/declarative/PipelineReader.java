package dev.towline.engine.declarative;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.Expression;

/** Reads a pipeline. */
final class PipelineReader {
    private static final Set<String> SECTIONS =
            Set.of("agent", "environment", "libraries", "options", "parameters", "post", "stages", "tools", "triggers");

    private final Problems problems;

    PipelineReader(Problems problems) {
        this.problems = problems;
    }

    /** The model, as a map literal. */
    Expression read(Directive pipeline) {
        Sections sections =
                Sections.read(problems, pipeline.block(), pipeline.position(), SECTIONS, "Undefined section \"{0}\"");
        sections.require("stages");
        sections.require("agent");
        SectionReader reader = new SectionReader(problems);
        Map<String, Expression> model = new LinkedHashMap<>();
        model.put("agent", new AgentReader(problems).read(sections.get("agent")));
        model.put("environment", reader.environment(sections));
        model.put("options", reader.calls(sections, "options", Names.OPTIONS));
        model.put("parameters", reader.calls(sections, "parameters", Names.PARAMETERS));
        model.put("triggers", reader.calls(sections, "triggers", Names.TRIGGERS));
        model.put("tools", reader.settings(sections, "tools"));
        model.put("stages", new StageReader(problems).stages(sections.statements("stages")));
        model.put("post", reader.post(sections));
        return Ast.map(model);
    }
}
