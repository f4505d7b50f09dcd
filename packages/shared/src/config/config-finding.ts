/** One thing that is wrong with the settings, and whose word it was. */
export interface ConfigFinding {
  /** `file towline.yaml:12:3`, `environment TOWLINE_X`, `flag --x`, or `settings` where nobody said anything. */
  readonly source: string;
  /** `registry.timeout`; empty for the file as a whole. */
  readonly setting: string;
  readonly message: string;
}
