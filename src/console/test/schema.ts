import { buildSchema } from "graphql";

/** A schema with the shapes that matter here. */
export const schema = buildSchema(`
  type Query { Page(page: Int, perPage: Int): Page  Viewer: User  old: Int @deprecated(reason: "Use new.") }
  "Writes."
  type Mutation {
    "Create or change a list entry"
    SaveMediaListEntry(
      "Of the entry"
      id: Int
      mediaId: Int
      status: Status
      score: Float
      notes: String
      progress: Int
      dates: [Day]
    ): Entry
    DeleteMediaListEntry(id: Int): Boolean
  }
  type Page { media(sort: [Sort]): [Media] }
  "Anime or manga"
  type Media implements Thing { id: Int!  title: String  entry: Entry }
  interface Thing { id: Int! }
  union Found = Media | User
  type User { id: Int!  name: String!  found: Found }
  type Entry { id: Int!  status: Status }
  input Day { year: Int  month: Int }
  enum Status { CURRENT "Done with" COMPLETED }
  enum Sort { TRENDING_DESC }
`);
