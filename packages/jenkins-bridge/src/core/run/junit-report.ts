import { errorCode, errorMessage } from '@towline/shared/errors';
import { parseXml } from '../xml/parse-xml.js';
import type { XmlElement } from '../xml/xml-element.js';
import { RunError } from './run-error.js';

/** What the reports of a test say. */
export interface TestTally {
  readonly tests: number;
  readonly skipped: number;
  /** Names of those that failed. */
  readonly failed: readonly string[];
}

/** Counts the tests of JUnit reports, one by one: the numbers that a suite gives of itself are not trusted. */
export function tallyReports(reports: readonly { readonly path: string; readonly text: string }[]): TestTally {
  const cases = reports.flatMap(({ path, text }) => casesOf(readReport(path, text)));
  return {
    tests: cases.length,
    skipped: cases.filter((each) => has(each, 'skipped')).length,
    failed: cases.filter((each) => has(each, 'failure') || has(each, 'error')).map(nameOf),
  };
}

function readReport(path: string, text: string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(text.replace(/<!DOCTYPE[^>[]*>/, ''));
  } catch (cause) {
    if (errorCode(cause) !== 'xml-malformed') throw cause;
    throw new RunError('run-report-invalid', `${path} is no report: ${errorMessage(cause)}`, { cause });
  }
  if (root.name === 'testsuites' || root.name === 'testsuite') return root;
  throw new RunError('run-report-invalid', `${path} is no report of JUnit: it begins with <${root.name}>`);
}

function casesOf(suite: XmlElement): readonly XmlElement[] {
  return suite.children.flatMap((each) => {
    if (each.name === 'testcase') return [each];
    return each.name === 'testsuite' ? casesOf(each) : [];
  });
}

function has({ children }: XmlElement, name: string): boolean {
  return children.some((each) => each.name === name);
}

function nameOf({ attributes }: XmlElement): string {
  return [attributes.classname, attributes.name].filter((part) => part !== undefined && part !== '').join('.');
}
