/** Where we answer otherwise than a program that we are compatible with. */
export interface Difference {
  readonly id: string;
  readonly program: 'argocd-image-updater' | 'flux';
  readonly theirs: string;
  readonly ours: string;
  readonly reason: string;
  /** Whether `compat: <program>`, in a policy or on an Application, brings their answer. */
  readonly switchable: boolean;
  /** The recorded cases that show it, by the function (or functions) and the name of the case; absent where none does. */
  readonly vectors?: { readonly fn: string | readonly string[]; readonly cases: RegExp };
}

/** Whether cases of a function show a difference. */
export function isShownBy({ vectors }: Difference, fn: string): boolean {
  return vectors !== undefined && [vectors.fn].flat().includes(fn);
}
