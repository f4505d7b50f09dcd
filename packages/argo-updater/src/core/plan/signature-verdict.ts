/** Whether an image was signed by whom it must be signed. */
export type SignatureVerdict =
  | { readonly kind: 'signed' }
  /** `reason` completes “it …”. */
  | { readonly kind: 'not-signed'; readonly reason: string };
