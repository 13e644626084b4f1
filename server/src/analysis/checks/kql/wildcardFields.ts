/** KQL111: a field name with wildcards that stands for no field, or for one that cannot have the value. */
import type { Problem } from '../../../base/problem.js';
import type { FieldCatalog, FieldInfo } from '../../../schema/catalog.js';
import { hasWildcard, type Literal } from '../../../syntax/kql/ast.js';
import { isLoneWildcard } from '../../../syntax/kql/literals.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import type { ValueSite, Sites } from '../../kql/sites.js';
import { checkValue } from '../../kql/values.js';
import { coverOf, readPattern } from '../../conditions/pattern.js';
import { isMisread } from '../../kql/names.js';
import { certainFamily, describeFamily } from '../../types.js';

export function wildcardFields(_query: ParsedKql, catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  const seen = new Set<Literal>();
  return sites.values.flatMap((site) => {
    if (!hasWildcard(site.field) || isMisread(site.field) || seen.has(site.field)) return [];
    const problem = problemOf(site, catalog);
    if (problem !== undefined) seen.add(site.field);
    return problem ?? [];
  });
}

function problemOf({ field, name, value }: ValueSite, catalog: FieldCatalog): Problem | undefined {
  if (isLoneWildcard(field) && isLoneWildcard(value)) return undefined;
  // A `*` reaches over dots.
  const fields = catalog.namesOf(coverOf(readPattern(name, '*')));
  if (fields.length === 0) {
    if (!catalog.complete && !catalog.authoritative) return undefined;
    const message = `No field of ${catalog.description} fits \`${name}\`, so it asks for a field of literally that name; name the field`;
    return { code: 'KQL111', span: field.span, message };
  }
  const unfit = fields.map((each) => catalog.field(each)).find((info) => info !== undefined && checkValue(value, info) !== undefined);
  return unfit === undefined ? undefined : { code: 'KQL111', span: field.span, message: unfitMessage(name, unfit) };
}

function unfitMessage(name: string, unfit: FieldInfo): string {
  const family = certainFamily(unfit);
  const what = family === undefined ? '' : ` (${describeFamily(family)})`;
  return `\`${name}\` stands for \`${unfit.name}\`${what} too, where the search fails on this value; name the fields that are meant`;
}
