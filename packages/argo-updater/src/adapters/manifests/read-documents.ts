import { isYamlError, readYaml } from '@towline/shared/yaml';
import type { ApplicationReading } from '../../core/application/application-reading.js';
import type { Finding } from '../../core/application/finding.js';
import { readImageUpdaters } from '../../core/application/image-updater/image-updater.js';
import { readApplications } from '../../core/application/read-application.js';

/** A file of manifests. */
export interface ManifestText {
  /** From the root of its repository, or as it was found on this machine. */
  readonly path: string;
  readonly text: string;
}

/** The repository that files are of; undefined for a folder on this machine. */
export type ManifestOrigin = { readonly url: string; readonly branch: string } | undefined;

/** What only an Application, an ApplicationSet, an ImageUpdater or a list of them says: other files need not be parsed. */
const telling = /\b(?:Application|ApplicationSet|ImageUpdater|List)\b/;

/** Whether a file may hold manifests, by its name. */
export function isManifestFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/.test(path);
}

/**
 * Reads the Applications, ApplicationSet templates and ImageUpdaters of files. A file that is no YAML is a finding where it speaks of them at
 * all: folders of manifests hold templates too.
 */
export function readDocuments(files: readonly ManifestText[], repository?: ManifestOrigin): ApplicationReading {
  const readings = files.filter(({ text }) => telling.test(text)).map((file) => readFile(file, repository));
  return {
    applications: readings.flatMap(({ applications }) => applications),
    imageUpdaters: readings.flatMap(({ imageUpdaters }) => imageUpdaters),
    findings: readings.flatMap(({ findings }) => findings),
  };
}

function readFile({ path, text }: ManifestText, repository: ManifestOrigin): ApplicationReading {
  try {
    const readings = readYaml(text).map(({ value }, document) => ({
      applications: readApplications(value, { kind: 'manifest', file: path, document, repository }),
      imageUpdaters: readImageUpdaters(value),
    }));
    return {
      applications: readings.flatMap(({ applications }) => applications.applications),
      imageUpdaters: readings.flatMap(({ imageUpdaters }) => imageUpdaters.imageUpdaters),
      findings: readings.flatMap(({ applications, imageUpdaters }) =>
        [...applications.findings, ...imageUpdaters.findings].map((finding) => inFile(path, finding)),
      ),
    };
  } catch (error) {
    if (!isYamlError(error)) throw error;
    return {
      applications: [],
      imageUpdaters: [],
      findings: speaksOfArgoCd(text) ? [unreadable(path, error.message)] : [],
    };
  }
}

function speaksOfArgoCd(text: string): boolean {
  return /^\s*-?\s*apiVersion:\s*["']?argoproj\.io\//m.test(text) && !text.includes('{{');
}

function inFile(path: string, finding: Finding): Finding {
  return { ...finding, at: `${path}: ${finding.at}` };
}

function unreadable(path: string, message: string): Finding {
  const fix = 'Mend the YAML, or leave the file out of the folder.';
  return { code: 'application-unreadable', severity: 'error', at: path, message, fix };
}
