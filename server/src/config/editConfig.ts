/** Begins and changes `rulewright.config.json` as its owner would: comments and everything else stay as they are. */
import { applyEdits, findNodeAtLocation, getNodeValue, modify, parseTree, type JSONPath } from 'jsonc-parser';

/** Paths are relative to the folder of the configuration. */
export type ConfigChange =
  | {
      readonly kind: 'fields';
      readonly file: string;
      readonly indexPatterns: readonly string[] | undefined;
      /** That they come from. */
      readonly cluster?: string;
    }
  | { readonly kind: 'attack'; readonly file: string };

const layout = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** A configuration that changes nothing and says what could be changed. */
export const newConfigText = `{
  // How the rules of this folder and those below it are checked; every key can be left out.

  // How strictly rules are judged: "any", "detections-as-code" or "elastic". By default what the repository looks like decides.
  // "profile": "detections-as-code",

  // The level of a problem by its code: "error", "warning", "information", "hint" or "off".
  "severity": {},

  // Problems that are not reported for some files.
  "suppress": [],

  // Descriptions of fields of your own: { "file": "fields/acme.json", "indexPatterns": ["logs-acme.*"] }.
  "fields": []
}
`;

/** The text with the change. A list of fields that has the file already gets its index patterns. A text that is no object is left alone. */
export function changeConfig(text: string, change: ConfigChange): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root !== undefined && root.type !== 'object') return text;
  if (change.kind === 'attack') return changed(text, ['attack'], change.file);
  const { file, indexPatterns, cluster } = change;
  const entry = { file, ...(indexPatterns === undefined ? {} : { indexPatterns }), ...(cluster === undefined ? {} : { cluster }) };
  const listed = root === undefined ? undefined : findNodeAtLocation(root, ['fields']);
  if (listed?.type !== 'array') return changed(text, ['fields'], [entry]);
  const elements = listed.children ?? [];
  const known = elements.findIndex((element) => {
    const named = findNodeAtLocation(element, ['file']);
    return named !== undefined && getNodeValue(named) === file;
  });
  return changed(text, ['fields', known === -1 ? elements.length : known], entry);
}

function changed(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, layout));
}
