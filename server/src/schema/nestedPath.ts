/** Nested fields: which one a field lies in, and whether KQL can name the field where it stands. */
import type { FieldCatalog } from './catalog.js';

/**
 * The innermost nested field that holds the field; empty when there is none.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/nested
 */
export function nestedPathOf(name: string, catalog: Pick<FieldCatalog, 'field'>): string {
  let end = name.lastIndexOf('.');
  while (end > 0) {
    const parent = name.slice(0, end);
    if (catalog.field(parent)?.type === 'nested') return parent;
    end = name.lastIndexOf('.', end - 1);
  }
  return '';
}

/**
 * Why Kibana refuses a field of a KQL query where it stands. `nestedPath` is the nested field it lies in, `path` the one whose braces are
 * around it; both are empty where there is none.
 */
export function misplacement(name: string, nestedPath: string, path: string): string | undefined {
  if (nestedPath === path) return undefined;
  if (nestedPath === '') return `\`${name}\` is not a nested field; write it outside the braces`;
  const rest = name.slice(nestedPath.length + 1);
  return `\`${name}\` lies in the nested field \`${nestedPath}\`; write \`${nestedPath}:{ ${rest}: … }\``;
}
