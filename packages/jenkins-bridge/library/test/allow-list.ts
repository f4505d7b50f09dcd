import { refused } from '../../../../test/groovy/allow-list.js';

const runtime = 'org.codehaus.groovy.runtime';

/** What the library does besides what rendered pipelines do; script-security allows it by its generic-whitelist. */
const generic: readonly string[] = [
  'method groovy.json.JsonSlurper parseText java.lang.String',
  'method groovy.lang.Closure call java.lang.Object',
  'method groovy.lang.GString plus java.lang.String',
  'method java.lang.AbstractStringBuilder append *',
  'method java.lang.Appendable append java.lang.CharSequence',
  'method java.lang.CharSequence *',
  'method java.lang.Comparable compareTo java.lang.Object',
  'method java.lang.Number intValue',
  'method java.lang.Number longValue',
  'method java.lang.Object equals java.lang.Object',
  'method java.lang.String contains java.lang.CharSequence',
  'method java.lang.String indexOf java.lang.String',
  'method java.lang.String lastIndexOf java.lang.String',
  'method java.lang.String split java.lang.String int',
  'method java.lang.String startsWith java.lang.String',
  'method java.lang.String substring int',
  'method java.lang.String toLowerCase',
  'method java.lang.String toUpperCase',
  'method java.util.Collection add java.lang.Object',
  'method java.util.Collection addAll java.util.Collection',
  'method java.util.Collection contains java.lang.Object',
  'method java.util.Collection isEmpty',
  'method java.util.List indexOf java.lang.Object',
  'method java.util.List subList int int',
  'method java.util.Map containsKey java.lang.Object',
  'method java.util.Map entrySet',
  'method java.util.Map isEmpty',
  'method java.util.Map keySet',
  'method java.util.Map put java.lang.Object java.lang.Object',
  'method java.util.Map putAll java.util.Map',
  'method java.util.Map remove java.lang.Object',
  'method java.util.Map size',
  'method java.util.Map values',
  'method java.util.Map$Entry getKey',
  'method java.util.Map$Entry getValue',
  'method java.util.concurrent.Callable call',
  'method java.util.regex.MatchResult end',
  'method java.util.regex.MatchResult group *',
  'method java.util.regex.Matcher find',
  'method java.util.regex.Pattern matcher java.lang.CharSequence',
  'new groovy.json.JsonSlurper',
  'new java.lang.StringBuilder',
  'new java.util.Date long',
  'new java.util.HashSet',
  'staticMethod groovy.json.JsonOutput toJson java.lang.String',
  'staticField java.lang.Integer MAX_VALUE',
  'staticMethod java.lang.Math max int int',
  'staticMethod java.lang.Math min int int',
  'staticMethod java.lang.Math round double',
  'staticMethod java.lang.String valueOf int',
  'staticMethod java.lang.String valueOf java.lang.Object',
  'staticMethod java.util.TimeZone getTimeZone java.lang.String',
  'staticMethod java.util.regex.Pattern compile java.lang.String',
  `staticMethod ${runtime}.DefaultGroovyMethods any java.lang.Iterable groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods collect java.util.Collection groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods every java.lang.Iterable groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods every java.util.Map groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods find java.util.Collection groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods findAll java.util.List groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods findAll java.util.Map groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods join java.util.Collection java.lang.String`,
  `staticMethod ${runtime}.DefaultGroovyMethods min java.util.Collection groovy.lang.Closure`,
  `staticMethod ${runtime}.DefaultGroovyMethods plus java.util.Collection java.lang.Object`,
  `staticMethod ${runtime}.DefaultGroovyMethods plus java.util.Map java.util.Map`,
  `staticMethod ${runtime}.DefaultGroovyMethods putAt java.util.Map java.lang.Object java.lang.Object`,
  `staticMethod ${runtime}.DefaultGroovyMethods size java.lang.String`,
  `staticMethod ${runtime}.DefaultGroovyMethods take java.lang.CharSequence int`,
  `staticMethod ${runtime}.DefaultGroovyMethods toDouble java.lang.String`,
  `staticMethod ${runtime}.DefaultGroovyMethods toList *`,
  `staticMethod ${runtime}.DefaultGroovyMethods unique java.util.List boolean`,
  `staticMethod ${runtime}.ScriptBytecodeAdapter compareGreaterThanEqual java.lang.Object java.lang.Object`,
  `staticMethod ${runtime}.ScriptBytecodeAdapter compareLessThanEqual java.lang.Object java.lang.Object`,
  // As DateGroovyMethods.format with a format and a time zone.
  'method java.util.Date format',
];

/** What other plugins allow, or the library brings itself. */
const others: readonly string[] = [
  // workflow-support: RunWrapper.
  'global CurrentBuild startTimeInMillis',
  // The library's own variables and methods, and constants of its classes.
  'global towline*',
  'global pipelineOf',
  'global read',
  'field java.lang.Class *',
  // groovy-sandbox: elements of arrays are not looked at.
  'method [Ljava.lang.String; getAt',
  // script-security: its jenkins-whitelist, of the changes of a build.
  'global ChangeSet items',
  'global Change affectedFiles',
  'global ChangedFile path',
  // Steps, which the sandbox does not look at.
  'step isUnix',
  'step libraryResource',
  'step readTrusted',
  'step readYaml',
];

/** What of these nobody allows to the library of a folder. */
export function refusedToLibrary(used: readonly string[]): readonly string[] {
  const entries = [...generic, ...others];
  return refused(used).filter(
    (each) => !entries.some((entry) => (entry.endsWith('*') ? each.startsWith(entry.slice(0, -1)) : each === entry)),
  );
}
