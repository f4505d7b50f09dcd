package dev.towline

/**
 * Runs parts of a pipeline one after the other: some on the agent of the pipeline, others on agents of their own or on none. Between them the
 * agent is given back, so that nobody waits while holding one, and then taken again by its name, since the images that were built are there; of a pod
 * they are kept.
 */
class Phases implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Agents agents
    private final Map agent
    /** Where what is made on the agent is gone when it is given back: what keeps it, and what has it there again. */
    private final Closure keep
    private final Closure restore
    private final List phases = []
    private int next = 0
    private String node
    private boolean isStopped = false
    private boolean isFinished = false

    /** `agent` of the model. */
    Phases(script, Map agent, Closure keep, Closure restore) {
        this.script = script
        this.agents = new Agents(script)
        this.agent = agent
        this.keep = keep
        this.restore = restore
    }

    /** A part that runs on the agent of the pipeline. */
    void inside(Closure body) {
        phases.add([inside: true, body: body])
    }

    /** A part that takes an agent itself, if it needs one. */
    void outside(Closure body) {
        phases.add([inside: false, body: body])
    }

    /** Runs them while each gives back true; then, and when one fails, what is to be done last, on the agent of the pipeline. */
    def run(Closure last) {
        try {
            while (goesOn()) {
                if (phases[next].inside) session(last)
                else step()
            }
        } finally {
            if (node != null && !isFinished && !Agents.isFleeting(agent)) onAgent { finish(last) }
        }
    }

    private boolean goesOn() {
        return !isStopped && next < phases.size()
    }

    /** All that runs on the agent without a break. */
    private def session(Closure last) {
        onAgent {
            boolean comesBack = false
            try {
                while (goesOn() && phases[next].inside) step()
                if (goesOn() && Agents.isFleeting(agent)) keep()
                comesBack = goesOn()
            } finally {
                if (!comesBack) finish(last)
            }
        }
    }

    private def step() {
        Closure body = phases[next].body
        next++
        isStopped = !body()
    }

    private def finish(Closure last) {
        isFinished = true
        last()
    }

    private def onAgent(Closure body) {
        if (node != null && !Agents.isFleeting(agent)) return agents.again(agent, node, body)
        return agents.on(agent) {
            if (node != null) restore()
            node = script.env.NODE_NAME
            body()
        }
    }
}
