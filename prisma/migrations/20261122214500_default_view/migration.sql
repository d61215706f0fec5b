-- The view a person's Signal Lab opens with, the same in every browser. No foreign key to the view: 0 names the built-in
-- doubt-first queue, and a view that is gone or no longer shared is simply no default.
CREATE TABLE "default_views" (
    "person_id" TEXT NOT NULL,
    "view_id" INTEGER NOT NULL,

    CONSTRAINT "default_views_pkey" PRIMARY KEY ("person_id")
);

ALTER TABLE "default_views" ADD CONSTRAINT "default_views_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
