import type { Finding, FindingCode } from '../finding.js';
import type { SettingsPlace, WriteBackField } from '../settings.js';

/** A finding without its place. */
export interface Problem {
  readonly code: FindingCode;
  readonly message: string;
  readonly fix: string;
}

/** Collects what is wrong with settings, each by the field that says it. */
export interface Report {
  readonly findings: readonly Finding[];
  /** Gives undefined, for whoever has nothing to return then. */
  readonly error: (field: WriteBackField, problem: Problem) => undefined;
  readonly warning: (field: WriteBackField, problem: Problem) => undefined;
}

/** An empty report. */
export function createReport(place: SettingsPlace['writeBack']): Report {
  const findings: Finding[] = [];
  const add =
    (severity: Finding['severity']) =>
    (field: WriteBackField, { code, message, fix }: Problem): undefined => {
      findings.push({ code, severity, at: place(field), message, fix });
      return undefined;
    };
  return { findings, error: add('error'), warning: add('warning') };
}
