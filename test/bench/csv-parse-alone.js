// Reads a file with csv-parse and counts its records: the peer of the speed benchmark.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

let records = -1; // the header is no record
const parser = createReadStream(process.argv[2]).pipe(parse());
parser.on('data', () => {
  records++;
});
parser.on('end', () => console.log(records));
