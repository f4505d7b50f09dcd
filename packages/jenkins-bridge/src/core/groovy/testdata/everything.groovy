#!/usr/bin/env groovy
@Library('x@main') _
import groovy.json.JsonSlurper
@Field def X = 3
def app, b = 2
String name = sh(returnStdout: true, script: 'git rev-parse HEAD').trim()
Map<String, List<String>> m = [a: ['b'], 'c-d': 1, (x): 2]
def (p, q) = [1, 2]
properties([pipelineTriggers([pollSCM('H/5 * * * *')])])
node('docker && linux') {
  stage('Clone') { checkout scm }
  stage "Build"
  app = docker.build("shop/cart:${env.BUILD_ID}", '--pull .')
  try { sh 'npm test' } catch (Exception | Error e) { throw e } finally { junit 'r.xml' }
  if (a && b || !c) echo 'x' else if (d) { y() } else z 1
  for (int i = 0; i < tags.size(); i++) { app.push(tags[i]) }
  for (t in tags) { app.push t }
  for (String t : tags) app.push(t)
  tags.each { t -> app.push(t) }
  docker.withRegistry('https://1.dkr.ecr.eu-west-1.amazonaws.com', 'ecr:eu-west-1:x') {
    app.push("${env.GIT_COMMIT.take(7)}"); app.push('latest')
  }
  def r = /a\/b ${x}/
  def d = $/ a $$ b /$
  x = y / 2 / z
  list
    .findAll { it > 1 }
    .collect { k, v = 1 -> [k, v] }
  def s = sh script: """
    a $BUILD_ID "quoted" ${x ? "n ${y}" : 'z'}
  """, returnStatus: true
  x = (String) y
  z = y as List<String>
  parallel a: { sh 'x' },
    b: { sh 'y' }
  switch (x) { case 'a': foo(); break
    default: bar() }
  x?.y*.z
  retry(3) { sh 'x' }
  input message: 'ok?', parameters: [string(name: 'A', defaultValue: '')]
  return x ?: y
}
def foo(String a, int b = 2) throws Exception { return a }
@NonCPS
def bar() { a =~ /x/ }
class A extends B { int x = 1; def y() { 2 } }
pipeline { agent any
 options { timeout(time: 1, unit: 'HOURS'); timestamps() }
 environment { A = 'b'
  C = credentials('c') }
 stages { stage('x') { when { expression { return env.A == 'x' } } steps { script { echo A } sh 'x' } } }
 post { always { cleanWs() } }
}
