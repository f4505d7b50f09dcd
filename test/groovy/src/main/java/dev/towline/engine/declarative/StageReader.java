package dev.towline.engine.declarative;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads stages, and what stands in them. */
final class StageReader {
    private static final Set<String> SECTIONS = Set.of(
            "agent",
            "environment",
            "failFast",
            "input",
            "matrix",
            "options",
            "parallel",
            "post",
            "stages",
            "steps",
            "tools",
            "when");
    private static final String UNKNOWN =
            "Unknown stage section \"{0}\". Starting with version 0.5, steps in a stage must be in a ‘steps’ block.";

    private final Problems problems;
    /** The names of all stages so far, which must differ. */
    private final Set<String> names = new HashSet<>();

    StageReader(Problems problems) {
        this.problems = problems;
    }

    Expression stages(List<Statement> statements) {
        return stages(statements, false);
    }

    /** @param inBranch whether they are in a branch already, where there may be no further ones */
    private Expression stages(List<Statement> statements, boolean inBranch) {
        List<Expression> stages = new ArrayList<>();
        for (Statement statement : statements) {
            Directive directive = Directive.of(statement);
            if (directive == null || !directive.name().equals("stage")) problems.add(statement, "Expected a stage");
            else if (directive.text() == null && directive.argument() == null)
                problems.add(directive.position(), "Expected a stage name but didn't find any");
            else if (directive.text() == null) problems.add(directive.position(), "Expected string literal");
            else if (directive.block() == null) problems.add(directive.position(), "Stage doesn't have a block");
            else stages.add(stage(directive, inBranch));
        }
        return Ast.list(stages);
    }

    private Expression stage(Directive stage, boolean inBranch) {
        String name = stage.text();
        if (!names.add(name)) problems.add(stage.position(), "Duplicate stage name: \"" + name + "\"");
        Sections sections = Sections.read(problems, stage.block(), stage.position(), SECTIONS, UNKNOWN);
        List<String> content = sections.among("matrix", "parallel", "stages", "steps");
        if (content.isEmpty())
            problems.add(
                    stage.position(),
                    "Expected one of \"steps\", \"stages\", or \"parallel\" for stage \"" + name + "\"");
        if (content.size() > 1)
            problems.add(
                    stage.position(),
                    "Only one of \"matrix\", \"parallel\", \"stages\", or \"steps\" allowed for stage \"" + name
                            + "\"");
        boolean branches = sections.has("parallel") || sections.has("matrix");
        if (branches) checkBranches(stage, sections, inBranch);
        Map<String, Expression> model = common(sections);
        model.put("name", Ast.constant(name));
        model.put("input", input(sections));
        model.put("failFast", sections.flag("failFast"));
        if (sections.has("steps")) model.put("steps", new StepsReader(problems).read(sections.get("steps")));
        if (sections.has("stages")) model.put("stages", stages(sections.statements("stages"), inBranch));
        if (sections.has("parallel")) model.put("parallel", stages(sections.statements("parallel"), true));
        if (sections.has("matrix")) model.put("matrix", matrix(sections.get("matrix")));
        return Ast.map(model);
    }

    private void checkBranches(Directive stage, Sections sections, boolean inBranch) {
        if (inBranch)
            problems.add(stage.position(), "Parallel stages or branches can only be included in a top-level stage.");
        for (String section : sections.among("agent", "tools")) {
            problems.add(
                    stage.position(),
                    "\"" + section + "\" is not allowed in stage \"" + stage.text()
                            + "\" as it contains parallel stages");
        }
    }

    /** What stages and the cells of a matrix both have. */
    private Map<String, Expression> common(Sections sections) {
        SectionReader reader = new SectionReader(problems);
        Map<String, Expression> model = new LinkedHashMap<>();
        model.put("agent", new AgentReader(problems).read(sections.get("agent")));
        model.put("environment", reader.environment(sections));
        model.put("options", reader.calls(sections, "options", Names.STAGE_OPTIONS));
        model.put("tools", reader.settings(sections, "tools"));
        model.put("when", new WhenReader(problems).read(sections.get("when")));
        model.put("post", reader.post(sections));
        return model;
    }

    private Expression input(Sections sections) {
        if (!sections.has("input")) return null;
        Map<String, Expression> fields = new LinkedHashMap<>();
        for (Statement statement : sections.statements("input")) {
            Directive field = Directive.of(statement);
            if (field == null || !Names.INPUT_FIELDS.contains(field.name()))
                problems.add(statement, "Not a valid field for input: \"" + statement.getText() + "\"");
            else if (field.block() != null) fields.put(field.name(), parameters(field));
            else if (field.argument() == null)
                problems.add(field.position(), "No argument for field \"" + field.name() + "\"");
            else fields.put(field.name(), field.argument());
        }
        if (!fields.containsKey("message"))
            problems.add(sections.get("input").position(), "No message specified for input");
        return Ast.later(Ast.map(fields));
    }

    private static Expression parameters(Directive field) {
        List<Expression> parameters = new ArrayList<>();
        for (Statement statement : Directive.statements(field.block())) {
            Directive parameter = Directive.of(statement);
            if (parameter != null) parameters.add(parameter.node());
        }
        return Ast.list(parameters);
    }

    private Expression matrix(Directive matrix) {
        Set<String> known = Set.of(
                "agent", "axes", "environment", "excludes", "input", "options", "post", "stages", "tools", "when");
        Sections sections =
                Sections.read(problems, matrix.block(), matrix.position(), known, "Undefined section \"{0}\"");
        sections.require("axes");
        sections.require("stages");
        Map<String, Expression> model = common(sections);
        model.put("input", input(sections));
        model.put("cells", new MatrixReader(problems).cells(sections));
        model.put("stages", stages(sections.statements("stages"), true));
        return Ast.map(model);
    }
}
