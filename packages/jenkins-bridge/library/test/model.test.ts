import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';
import { formatFinding } from '../../src/core/pipeline/pipeline-finding.js';
import { readPipeline } from '../../src/core/pipeline/read-pipeline.js';
import { libraries, withLibrary } from './library.js';

const testdata = new URL('../../src/core/pipeline/testdata/', import.meta.url);
const script = withLibrary(`node {
  checkout scm
  def model = new dev.towline.Model(libraryResource('dev/towline/model.json'))
  def reading = model.pipeline(readYaml(file: 'towline.yaml'), 'towline.yaml')
  if (reading.problems != null) error(reading.problems)
  for (int at = 0; at < reading.warnings.size(); at++) echo reading.warnings[at]
  echo groovy.json.JsonOutput.toJson(reading.value)
}`);

/** What Jenkins' reader of YAML, which follows version 1.1, sees differently: a number with a zero in front may be a text for it. */
const readDifferently = [
  'towline.yaml: publication.registry.account: It is the number 12345678901; expected a text: write it in quotes',
];
/** It refuses a question mark at the end of a word that stands between braces, unless it is quoted. */
const asJenkinsReadsIt = (text: string) => text.replace(/message: ([\w ]+\?)/g, "message: '$1'");

/** What is no YAML, or several documents, is the reader's to refuse. */
const notOurs = ['not-yaml', 'two-documents'];

describeEngine('the model of the library', (engine) => {
  const read = (text: string) => engine.run({ script, libraries: libraries(), files: { 'towline.yaml': text } });

  it.each(casesOf('pipelines'))('fills in the defaults of %s as jenkins-bridge does', async (name) => {
    const { error, log } = await read(asJenkinsReadsIt(textOf('pipelines', `${name}.yaml`)));
    expect(error).toBeNull();
    expect(JSON.parse(log.at(-2) ?? '')).toEqual(JSON.parse(textOf('pipelines', `${name}.json`)));
  });

  it.each(casesOf('findings').filter((name) => warningsOf(textOf('findings', `${name}.yaml`)).length > 0))(
    'finds in %s what jenkins-bridge finds odd',
    async (name) => {
      const text = textOf('findings', `${name}.yaml`);
      const { error, log } = await read(text);
      expect(error).toBeNull();
      expect(log.filter((line) => line.startsWith('towline.yaml: ')).sort()).toEqual(warningsOf(text).sort());
    },
  );

  it.each(casesOf('findings').filter((name) => !notOurs.includes(name)))(
    'finds in %s what jenkins-bridge finds',
    async (name) => {
      const text = textOf('findings', `${name}.yaml`);
      const { error } = await read(text);
      const found = error === null ? [] : error.message.split('\n');
      expect(found.sort()).toEqual(
        errorsOf(text)
          .filter((line) => !readDifferently.includes(line))
          .sort(),
      );
    },
  );
});

function warningsOf(text: string): string[] {
  const reading = readPipeline(text);
  const warnings = reading.kind === 'pipeline' ? reading.warnings : [];
  return warnings.map(({ position: _position, ...finding }) =>
    formatFinding(finding, 'towline.yaml').replace(': warning: ', ': '),
  );
}

function errorsOf(text: string): string[] {
  const reading = readPipeline(text);
  const findings = reading.kind === 'refused' ? reading.findings : [];
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ position: _position, ...finding }) => formatFinding(finding, 'towline.yaml'));
}

function casesOf(folder: string): string[] {
  return readdirSync(new URL(folder, testdata)).flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -5)] : []));
}

function textOf(folder: string, name: string): string {
  return readFileSync(new URL(`${folder}/${name}`, testdata), 'utf8');
}
