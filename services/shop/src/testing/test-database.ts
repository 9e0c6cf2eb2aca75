export { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
