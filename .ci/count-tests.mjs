#!/usr/bin/env node
// Prints "PASSED FAILED SKIPPED" of a report that vitest wrote as JSON; a file that didn't load is one failure.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const notLoaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
const skipped = report.numPendingTests + report.numTodoTests;
console.log(report.numPassedTests, report.numFailedTests + notLoaded.length, skipped);
