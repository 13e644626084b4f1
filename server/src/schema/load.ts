/** Reads the field data that the product ships and hands out the catalogue for each rule. */
import type { Host } from '../base/host.js';
import { createAttackMatrix, type AttackAsset, type AttackMatrix } from './attack.js';
import { createCatalog } from './buildCatalog.js';
import type { FieldCatalog, FieldDocs, FieldImport, FieldInfo, Schemas, ValueSet } from './catalog.js';
import { once } from '../base/once.js';
import { allOf } from '../base/wordList.js';
import { concerns, contains, isWhole, isWide, readPatterns } from './families.js';
import { decodeFields, fieldSetOf, parentOf, usualIgnoreAbove, type FieldSet } from './fieldSet.js';
import { familyOf } from './fieldType.js';

/** `fields.json` */
interface FieldsAsset {
  readonly version: string;
  readonly types: readonly string[];
  readonly fields: readonly string[];
}

/** `values.json`: value lists, and the number of the list of each field that has one. */
interface ValuesAsset {
  readonly sets: readonly ValueSet[];
  readonly fields: Readonly<Record<string, number>>;
}

/** `descriptions.json`: texts, and for each field the number of its text, its level, and its example where it has one. */
interface DescriptionsAsset {
  readonly texts: readonly string[];
  readonly fields: Readonly<Record<string, readonly [text: number, level: string, example?: string]>>;
}

/** `bundles.json` */
interface BundlesAsset {
  readonly types: readonly string[];
  readonly bundles: readonly BundleAsset[];
}

interface BundleAsset {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly fields: string;
}

/** A bundle is decoded when it is first needed. */
interface Bundle {
  readonly patterns: readonly string[];
  readonly set: () => FieldSet;
}

interface ImportedBundle extends Bundle {
  readonly authoritative: boolean;
}

/** The index patterns of a rule change with every key typed in them. */
const keptCatalogs = 200;

/** Reads ECS and the bundles. Throws when a data file is missing: that is a broken installation. */
export async function loadSchemas(host: Host): Promise<Schemas> {
  const [ecsAsset, values, bundlesAsset, attack] = await Promise.all([
    readJson<FieldsAsset>(host, 'fields.json'),
    readJson<ValuesAsset>(host, 'values.json'),
    readJson<BundlesAsset>(host, 'bundles.json'),
    host.readAsset('attack.json'),
  ]);
  const ecs = ecsSet(ecsAsset, values);
  const bundles = bundlesAsset.bundles.map((bundle) => lazyBundle(bundle, bundlesAsset.types, ecs));
  let descriptions: Promise<DescriptionsAsset> | undefined;
  const docs = async (fieldName: string): Promise<FieldDocs | undefined> => {
    descriptions ??= readJson<DescriptionsAsset>(host, 'descriptions.json');
    return docsOf(await descriptions, ecs, fieldName);
  };
  return createSchemas({ ecs, bundles, imported: [], docs, attack: once(() => createAttackMatrix(JSON.parse(attack) as AttackAsset)) });
}

interface SchemaParts extends Pick<Schemas, 'docs'> {
  readonly attack: () => AttackMatrix;
  readonly ecs: FieldSet;
  readonly bundles: readonly Bundle[];
  readonly imported: readonly ImportedBundle[];
}

function createSchemas(parts: SchemaParts): Schemas {
  const catalogs = new Map<string, FieldCatalog>();
  const made = new Map<string, FieldCatalog>();
  return {
    docs: parts.docs,
    get attack() {
      return parts.attack();
    },
    catalogFor(indexPatterns) {
      const key = indexPatterns.join(',');
      const cached = catalogs.get(key);
      if (cached !== undefined) return cached;
      if (catalogs.size >= keptCatalogs) catalogs.clear();
      if (made.size >= keptCatalogs) made.clear();
      const catalog = catalogOf(parts, indexPatterns, made);
      catalogs.set(key, catalog);
      return catalog;
    },
    withAttack: (attack) => createSchemas({ ...parts, attack: () => attack }),
    withFields: (imported) => createSchemas({ ...parts, imported: imported.map((fields) => importedBundle(fields, parts.ecs)) }),
  };
}

async function readJson<T>(host: Host, name: string): Promise<T> {
  return JSON.parse(await host.readAsset(name)) as T;
}

function ecsSet(asset: FieldsAsset, values: ValuesAsset): FieldSet {
  const lists = new Map<string, ValueSet>();
  for (const [name, number] of Object.entries(values.fields)) {
    const list = values.sets[number];
    if (list !== undefined) lists.set(name, list);
  }
  const version = asset.version.split('.').slice(0, 2).join('.');
  const facts = { ecs: new Map(), values: lists, ignoreAbove: usualIgnoreAbove };
  return decodeFields(`ECS ${version}`, { types: asset.types, entries: asset.fields }, facts);
}

/** Bundles that come from lists kept by hand, not from mappings. */
const handKept = /^non-ecs:/;

function lazyBundle(bundle: BundleAsset, types: readonly string[], ecs: FieldSet): Bundle {
  let set: FieldSet | undefined;
  const source = bundle.name.replace(handKept, '');
  // The lists kept by hand say nothing about lengths, and hold fields that are indexed whatever their length.
  const facts = { ecs: ecs.fields, values: new Map(), ignoreAbove: handKept.test(bundle.name) ? undefined : usualIgnoreAbove };
  return {
    patterns: bundle.patterns,
    set: () => (set ??= decodeFields(source, { types, entries: bundle.fields.split('\n') }, facts)),
  };
}

/** The values that ECS allows hold for a field of the same name and kind, wherever it was described. */
function importedBundle({ source, patterns, fields, authoritative }: FieldImport, ecs: FieldSet): ImportedBundle {
  let set: FieldSet | undefined;
  const withValues = (field: FieldInfo): FieldInfo => {
    const known = ecs.fields.get(field.name);
    return known === undefined || familyOf(known.type) !== familyOf(field.type)
      ? field
      : { ...field, array: known.array, values: known.values };
  };
  return { patterns, authoritative, set: () => (set ??= fieldSetOf(source, fields.map(withValues), ecs.fields)) };
}

/** `made`: those for other patterns; many have the same fields. */
function catalogOf(
  { ecs, bundles, imported }: SchemaParts,
  indexPatterns: readonly string[],
  made: Map<string, FieldCatalog>,
): FieldCatalog {
  const patterns = readPatterns(indexPatterns);
  const wide = patterns.included.length === 0 || patterns.included.some(isWide);
  const ownImports = imported.filter((bundle) => wide || concerns(bundle.patterns, patterns));
  const isMapped = (pattern: string): boolean =>
    imported.some((bundle) => bundle.authoritative && bundle.patterns.some((own) => contains(own, pattern)));
  const authoritative = patterns.included.length > 0 && patterns.included.every(isMapped);
  if (authoritative) {
    const sets = ownImports.map((bundle) => bundle.set());
    return createCatalog({ sets, others: () => [], complete: true, authoritative, description: describe(sets) });
  }
  const complete = !wide && patterns.included.every((pattern) => isWhole(pattern) || isMapped(pattern));
  const own = bundles.filter((bundle) => wide || concerns(bundle.patterns, patterns));
  const key = JSON.stringify([
    wide,
    complete,
    ownImports.map((bundle) => imported.indexOf(bundle)),
    own.map((bundle) => bundles.indexOf(bundle)),
  ]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const isOwn = new Set<Bundle>([...own, ...ownImports]);
  const sets = [...ownImports.map((bundle) => bundle.set()), ecs, ...own.map((bundle) => bundle.set())];
  const catalog = createCatalog({
    sets,
    others: () => (complete ? [] : [...bundles, ...imported].filter((bundle) => !isOwn.has(bundle)).map((bundle) => bundle.set())),
    complete,
    authoritative,
    description: wide ? describeWide(ecs, ownImports) : describe(sets),
  });
  made.set(key, catalog);
  return catalog;
}

function describeWide(ecs: FieldSet, imports: readonly ImportedBundle[]): string {
  return allOf([...imports.map((bundle) => bundle.set().source), ecs.source, 'the fields of all known integrations']);
}

const namedSources = 4;

function describe(sets: readonly FieldSet[]): string {
  const names = [...new Set(sets.map((set) => set.source))];
  const shown = names.length > namedSources ? [...names.slice(0, namedSources - 1), `${names.length - namedSources + 1} more`] : names;
  return allOf(shown);
}

/** The field's own texts, or those of the field that it indexes in another way or whose keys it is one of. */
function docsOf(asset: DescriptionsAsset, ecs: FieldSet, name: string): FieldDocs | undefined {
  const parent = ecs.fields.get(parentOf(name));
  const entry = asset.fields[name] ?? (parent !== undefined && familyOf(parent.type) !== 'object' ? asset.fields[parent.name] : undefined);
  const description = entry === undefined ? undefined : asset.texts[entry[0]];
  if (entry === undefined || description === undefined) return undefined;
  return { description, example: entry[2], level: entry[1] };
}
