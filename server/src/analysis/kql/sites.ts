/** The places of a KQL query where a field meets a value, with what is known of the field: what the lints look at. */
import type { FieldCatalog, FieldInfo } from '../../schema/catalog.js';
import { hasWildcard, kqlChildren, literalText, type KqlNode, type Literal, type Range } from '../../syntax/kql/ast.js';
import { literalsIn } from './values.js';

interface FieldSite {
  readonly field: Literal;
  /** The full name, that of the nested field around it included. */
  readonly name: string;
  /** Undefined for names with wildcards too. */
  readonly info: FieldInfo | undefined;
}

/** `name: value`, once for each value of a list. */
export interface ValueSite extends FieldSite {
  readonly value: Literal;
  readonly inList: boolean;
}

/** `name > value` */
export interface RangeSite extends FieldSite {
  readonly range: Range;
  readonly value: Literal;
}

export interface Sites {
  readonly values: readonly ValueSite[];
  readonly ranges: readonly RangeSite[];
}

/** In source order. Free text is no site. */
export function sitesOf(tree: KqlNode, catalog: FieldCatalog): Sites {
  const values: ValueSite[] = [];
  const ranges: RangeSite[] = [];
  const known = new Map<string, FieldInfo | undefined>();
  visit(tree, '');
  return { values, ranges };

  function visit(node: KqlNode, path: string): void {
    if (node.kind === 'match' && node.field !== undefined) {
      const site = siteOf(node.field, path);
      const inList = node.value.kind !== 'literal';
      for (const value of literalsIn(node.value)) values.push({ field: site.field, name: site.name, info: site.info, value, inList });
    } else if (node.kind === 'range' && node.value.kind === 'literal') {
      ranges.push({ ...siteOf(node.field, path), range: node, value: node.value });
    } else if (node.kind === 'nested') {
      visit(node.body, `${path}${literalText(node.path)}.`);
    } else {
      kqlChildren(node).forEach((child) => visit(child, path));
    }
  }

  function siteOf(field: Literal, path: string): FieldSite {
    const name = path + literalText(field);
    if (!known.has(name)) known.set(name, catalog.field(name));
    return { field, name, info: hasWildcard(field) ? undefined : known.get(name) };
  }
}
