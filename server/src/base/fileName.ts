/** What people call a file. */

/** The last part of a URI's path, without what encodes it. */
export function nameOf(uri: string): string {
  const last =
    uri
      .replace(/[?#].*$/, '')
      .split('/')
      .pop() ?? uri;
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // A percent sign that encodes nothing.
  }
}
