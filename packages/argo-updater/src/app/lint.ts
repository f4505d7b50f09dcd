import { isYamlError, readYaml, type YamlDocument } from '@towline/shared/yaml';
import { type Application, applicationKey } from '../core/application/application.js';
import type { ApplicationReading } from '../core/application/application-reading.js';
import type { Finding } from '../core/application/finding.js';
import { compileRules } from '../core/application/image-updater/application-rule.js';
import { type ImageUpdater, readImageUpdaters } from '../core/application/image-updater/image-updater.js';
import { lintApplication } from '../core/application/lint/lint-application.js';
import { readApplications } from '../core/application/read-application.js';

/** A file to look at. */
export interface ManifestFile {
  readonly path: string;
  readonly text: string;
}

/** A finding, and where it is. */
export interface PlacedFinding extends Omit<Finding, 'code'> {
  /** That of a finding, or `yaml-syntax`. */
  readonly code: string;
  /** The Application or ImageUpdater that it is about; undefined where the file itself cannot be read. */
  readonly subject: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/** What became of a lint. */
export interface LintReport {
  /** Applications that were looked at, annotated or not. */
  readonly applications: number;
  readonly findings: readonly PlacedFinding[];
}

/** What is linted with. */
export interface LintOptions {
  /** The namespace of Argo CD. */
  readonly controllerNamespace: string;
  readonly compat: boolean;
}

/**
 * Finds what is wrong with the Applications and ImageUpdaters of these files. A file that is no YAML is a finding where it speaks of Argo CD
 * at all: folders of manifests hold templates too.
 */
export function lintFiles(files: readonly ManifestFile[], options: LintOptions): LintReport {
  const read = files.map(readFile);
  const applications = read.flatMap((file) => file.applications);
  const imageUpdaters = read.flatMap((file) => file.imageUpdaters);
  const find = finder(applications.map(({ application }) => application));
  return {
    applications: applications.length,
    findings: [
      ...read.flatMap(({ findings }) => findings),
      ...applications.flatMap(({ application, place }) =>
        lintApplication(application, { ...options, find }).map(place),
      ),
      ...ruleFindings(imageUpdaters),
    ],
  };
}

/** {@link lintFiles} for what was read elsewhere, as from a cluster: findings have no lines then. */
export function lintReading(
  { applications, imageUpdaters, findings: unread }: ApplicationReading,
  options: LintOptions,
): LintReport {
  const find = finder(applications);
  const findings = applications.flatMap((application) =>
    lintApplication(application, { ...options, find }).map((finding) => {
      return { ...finding, ...nowhere, subject: applicationKey(application) };
    }),
  );
  const others = unread.map((finding) => ({ ...finding, ...nowhere, subject: undefined }));
  return { applications: applications.length, findings: [...others, ...findings, ...ruleFindings(imageUpdaters)] };
}

interface ReadFile {
  readonly applications: readonly PlacedApplication[];
  readonly imageUpdaters: readonly ImageUpdater[];
  readonly findings: readonly PlacedFinding[];
}

interface PlacedApplication {
  readonly application: Application;
  readonly place: (finding: Finding) => PlacedFinding;
}

const nowhere = { file: undefined, line: undefined };

function readFile({ path, text }: ManifestFile): ReadFile {
  if (!text.includes('argoproj.io/')) return { applications: [], imageUpdaters: [], findings: [] };
  try {
    const documents = readYaml(text).map((document, index) => readDocument(path, document, index));
    return {
      applications: documents.flatMap(({ applications }) => applications),
      imageUpdaters: documents.flatMap(({ imageUpdaters }) => imageUpdaters),
      findings: documents.flatMap(({ findings }) => findings),
    };
  } catch (error) {
    if (!isYamlError(error)) throw error;
    const findings = error.findings.map(({ line, message }) => syntaxFinding(path, line, message));
    return { applications: [], imageUpdaters: [], findings };
  }
}

function readDocument(file: string, document: YamlDocument, index: number): ReadFile {
  const read = readApplications(document.value, { kind: 'manifest', file, document: index });
  const updaters = readImageUpdaters(document.value);
  const { line } = document.positionOf([]);
  return {
    applications: read.applications.map((application) => ({ application, place: placer(application, file, document) })),
    imageUpdaters: updaters.imageUpdaters,
    findings: [...read.findings, ...updaters.findings].map((one) => ({ ...one, subject: undefined, file, line })),
  };
}

/** Gives findings of an Application the line of the annotation that they are about. */
function placer(application: Application, file: string, document: YamlDocument): PlacedApplication['place'] {
  const { origin } = application;
  const path = origin.kind === 'manifest' ? origin.path : [];
  return (finding) => {
    const { line } = document.positionOf([...path, 'metadata', 'annotations', finding.at]);
    return { ...finding, subject: applicationKey(application), file, line };
  };
}

function syntaxFinding(file: string, line: number, message: string): PlacedFinding {
  const place = { subject: undefined, file, line };
  return { code: 'yaml-syntax', severity: 'error', at: '', message, fix: 'Mend the YAML.', ...place };
}

function ruleFindings(imageUpdaters: readonly ImageUpdater[]): readonly PlacedFinding[] {
  return compileRules(imageUpdaters).findings.map((finding) => ({ ...finding, ...nowhere, subject: undefined }));
}

function finder(applications: readonly Application[]) {
  const byName = new Map(applications.map((application) => [applicationKey(application), application]));
  return ({ namespace, name }: { readonly namespace: string; readonly name: string }): Application | undefined =>
    byName.get(applicationKey({ namespace, name })) ?? byName.get(name);
}
