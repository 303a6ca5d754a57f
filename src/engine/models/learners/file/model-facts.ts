/** What a model file says beside the model itself: where it comes from and how good it is. All of it may be absent. JSON. */
export interface ModelFacts {
  /** When it was trained or imported, ISO 8601. */
  created?: string
  /** The program that wrote the file. */
  software?: string
  /** Name of the configuration, where it has one: `bbdt`. */
  algorithm?: string
  /** What it was trained on: the statement, and the datasets that it reads with their versions at that time. */
  trainingData?: { query: unknown; datasets?: { id: string; version?: string }[] }
  /** The networks that the features come from. Features of one network mean nothing to a model of another's. */
  featureModels?: FeatureModel[]
  /** Statistics on rows that the training did not see, as classifier.test reports them, and how those were chosen. */
  metrics?: { test: unknown; fold?: unknown }
  /** Of a model that was imported: the kind of file it was. */
  importedFrom?: string
}

export interface FeatureModel {
  /** The function by which the features were computed: `inception`. */
  function: string
  /** SHA-256 of the network's files. */
  digest: string
  /** Its outputs, by name and shape. */
  outputs: unknown
}
