import { failureText, type Paint } from '@towline/shared/cli';

/** A job that could not be built, and why. */
export function failureLines({ job, error }: { readonly job: string; readonly error: unknown }, paint: Paint): string {
  return `${job}: ${failureText(error, paint)}`;
}
