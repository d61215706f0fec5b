import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Not env(): it throws when the variable is unset, and generate needs no database.
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://app:app@127.0.0.1:54330/app" },
});
