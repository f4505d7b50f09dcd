import org.example.Greeting

/** Greets, by a step of its own and by one of Jenkins. */
def call(Map arguments) {
    def greeting = new Greeting(this, arguments.name)
    node {
        greeting.say()
    }
    return helper.shout(arguments.name)
}
