/** One spelling for each file: editors and hosts need not escape the same characters. */

/** Equal for URIs of the same file; not a URI itself. */
export function fileKey(uri: string): string {
  const decoded = uri.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
  return decoded.replace(/^file:\/\/\/[A-Z]:/, (drive) => drive.toLowerCase());
}
