def shout(String name) {
    echo libraryResource('org/example/shout.txt').trim() + ' ' + name.toUpperCase()
    return name.length()
}
