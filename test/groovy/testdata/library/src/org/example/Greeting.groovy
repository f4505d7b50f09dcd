package org.example

class Greeting implements Serializable {
    private final def script
    private final String name

    Greeting(script, String name) {
        this.script = script
        this.name = name
    }

    void say() {
        script.sh "greet ${name}"
    }
}
