// Hocuspocus as it comes: no extension, default settings. Its start screen alone is off.
import { Server } from '@hocuspocus/server'

const server = new Server({ quiet: true, address: '127.0.0.1', port: Number(process.argv[2]) })
await server.listen()
