import type { CredentialStore } from '../jenkins/jenkins.js';
import type { XmlDifference } from '../xml/ensure-xml.js';
import type { WantedCredential } from './credential-xml.js';
import type { PluginFinding } from './required-plugins.js';

/** One thing to do in Jenkins. */
export type SetupStep =
  | {
      readonly kind: 'item';
      readonly what: 'folder' | 'job';
      readonly name: string;
      readonly action: 'create' | 'update';
      readonly differences: readonly XmlDifference[];
      /** The whole configuration as it will be. */
      readonly xml: string;
    }
  | {
      readonly kind: 'credential';
      readonly store: CredentialStore;
      readonly action: 'create' | 'update';
      /** In words; why it is written again. */
      readonly differences: readonly string[];
      readonly wanted: WantedCredential;
    };

/** What there is to do so that Jenkins is as a pipeline wants it. Nothing in it, nothing to do. */
export interface SetupPlan {
  readonly steps: readonly SetupStep[];
  readonly plugins: readonly PluginFinding[];
  /** What a person must do or know. */
  readonly notes: readonly string[];
}
