// Reads a file and does nothing with it: what reading alone costs in Node.
import fs from 'node:fs';

const descriptor = fs.openSync(process.argv[2]);
const buffer = Buffer.alloc(1024 * 1024);
while (fs.readSync(descriptor, buffer) > 0);
