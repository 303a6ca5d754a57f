import './lose-devices.ts'
import '../../../src/workers/inception.worker.ts'
