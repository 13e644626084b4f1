/** Trees as plain objects, to be compared or written as a whole: a test against a long list makes its values when it is asked for them. */

/** The node with all values of its lists. */
export function plainTree(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plainTree);
  if (typeof node !== 'object' || node === null) return node;
  const whole = 'values' in node ? { ...node, values: node.values } : node;
  return Object.fromEntries(Object.entries(whole).map(([key, value]) => [key, plainTree(value)]));
}
