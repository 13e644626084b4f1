/** Which URIs name files in folders, whatever holds them, as opposed to unsaved texts and revisions of files. */

const folderUri = /^(?!untitled:)[a-z][a-z\d+.-]+:(?:\/\/[^/?#]*)?(?=\/)/i;

/** Whether the URI is that of a file or folder which has others beside it. Revisions and comparisons carry a query or a fragment. */
export function isFileUri(uri: string): boolean {
  return folderUri.test(uri) && !/[?#]/.test(uri);
}

/** The folder of a file or folder, with a slash at its end; undefined above the root and for what is no file. */
export function parentFolder(uri: string): string | undefined {
  const root = folderUri.exec(uri)?.[0];
  if (root === undefined) return undefined;
  const path = uri.endsWith('/') ? uri.slice(0, -1) : uri;
  const end = path.lastIndexOf('/');
  return end < root.length || path.length <= root.length ? undefined : path.slice(0, end + 1);
}

/**
 * The URI of a file that another one names by its path, with slashes or backslashes, from the folder on. Two slashes at the beginning are
 * taken as one: what a file in a folder says never makes us ask another machine.
 */
export function namedFile(base: string, path: string): string {
  const parts = path.replace(/^[\\/]{2,}/, '/').split(/[\\/]/);
  return new URL(parts.map(encodeURIComponent).join('/'), base).href;
}
