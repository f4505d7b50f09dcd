package dev.towline.engine;

/**
 * A step that pipelines can call.
 *
 * @param mainArgument the argument that may be given without its name; null where there is none
 * @param needsNode whether it fails outside a node
 */
record StepDefinition(String name, String mainArgument, boolean needsNode, Step behaviour) {}
