/** The address of a repository without the user and the password that may stand in it: labels and logs can be read by everybody. */
export function withoutUser(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/, '$1');
}
