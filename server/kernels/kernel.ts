/** What the product calls of the kernels. Compiled to WebAssembly by `server/tools/generateKernel.mjs`; the caller lays the memory out. */
export { everyLine, eventCount, lineCount, resumeAt, scan } from './scan';
export { extract, hasDottedKey } from './extract';
export { findLiterals, kindOf, probe } from './probe';
