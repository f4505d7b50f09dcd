import type { Secret } from '@towline/shared/secret';
import type { z } from 'zod';
import type { JenkinsJobs, Job } from '../../core/jenkins/jenkins.js';
import { folderOf, jobPath, jobSegments } from '../../core/jenkins/job-name.js';
import { parameterKind } from '../jenkins-words.js';
import { jobSchema } from './schema.js';
import type { Wire } from './wire.js';

const tree = 'fullName,buildable,lastBuild[number],property[parameterDefinitions[name,type,description,choices]]';

/** Jobs by the HTTP API. */
export function createRestJobs(wire: Wire): JenkinsJobs {
  return {
    async job(fullName, { signal } = {}) {
      const found = await wire.read(`${jobPath(fullName)}/api/json?tree=${tree}`, jobSchema, signal);
      return found === undefined ? undefined : toJob(fullName, found);
    },
    async configuration(fullName, { signal } = {}) {
      const path = `${jobPath(fullName)}/config.xml`;
      const { status, body } = await wire.send({ path, expect: 'text', accept: [404], signal });
      return status === 404 ? undefined : body;
    },
    async create(fullName, xml, { signal } = {}) {
      const folder = folderOf(fullName);
      const name = jobSegments(fullName).at(-1) ?? '';
      const path = `${folder === undefined ? '' : jobPath(folder)}/createItem?name=${encodeURIComponent(name)}`;
      await wire.send({ ...xmlBody(xml), path, signal });
    },
    async update(fullName, xml, { signal } = {}) {
      await wire.send({ ...xmlBody(xml), path: `${jobPath(fullName)}/config.xml`, signal });
    },
  };
}

/** A POST of XML. */
export function xmlBody(xml: Secret | string) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: typeof xml === 'string' ? xml : xml.reveal(),
    expect: 'none',
  } as const;
}

function toJob(
  fullName: string,
  { _class: type = '', buildable, lastBuild, property }: z.output<typeof jobSchema>,
): Job {
  const parameters = (property ?? []).flatMap((one) => one?.parameterDefinitions ?? []);
  return {
    fullName,
    kind: kindOf(type),
    buildable: buildable ?? false,
    lastBuild: lastBuild?.number,
    parameters: parameters.map((one) => ({
      name: one.name,
      kind: parameterKind(one.type),
      choices: one.choices ?? [],
      description: one.description ?? '',
    })),
  };
}

function kindOf(type: string): Job['kind'] {
  if (type.endsWith('WorkflowJob')) return 'pipeline';
  if (type.endsWith('.Folder') || type.endsWith('OrganizationFolder')) return 'folder';
  return type.includes('MultiBranch') ? 'multibranch' : 'other';
}
