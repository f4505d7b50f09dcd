const sensitiveName = /auth|token|secret|passw|pwd|sig|key|cred|code|session|jwt|assertion/i;

/** The URL as it may be shown: without userinfo, without the values of parameters that may be secrets, without a fragment. */
export function redactUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return '[not a URL]';
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  const query = parsed.search.slice(1);
  parsed.search = '';
  return query === '' ? parsed.href : `${parsed.href}?${query.split('&').map(redactParameter).join('&')}`;
}

function redactParameter(parameter: string): string {
  const [name = ''] = parameter.split('=', 1);
  return sensitiveName.test(name) && parameter.length > name.length + 1 ? `${name}=[redacted]` : parameter;
}
