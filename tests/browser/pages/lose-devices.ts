// Makes a worker lose what it computes on: the device is destroyed when the third piece of work is handed to it (the first is the
// trial of the backend), and the worker stops when it is told `die`. The adapter says that it is a graphics card, so that it is
// chosen without being forced.
const devices = new Map<GPUQueue, GPUDevice>()
let submissions = 0

addEventListener('message', ({ data }) => {
  if (data !== 'die') return
  setTimeout(() => {
    throw new Error('killed by the test')
  })
})

if (typeof GPUAdapter === 'function') {
  const card = { vendor: 'test', architecture: 'card', device: '', description: 'a card of the test' }
  Object.defineProperty(GPUAdapter.prototype, 'info', { get: () => card })
  Object.defineProperty(GPUAdapter.prototype, 'isFallbackAdapter', { get: () => false })
  const { requestDevice } = GPUAdapter.prototype
  GPUAdapter.prototype.requestDevice = async function (...wanted) {
    const device = await requestDevice.apply(this, wanted)
    devices.set(device.queue, device)
    return device
  }
  const { submit } = GPUQueue.prototype
  GPUQueue.prototype.submit = function (commands) {
    if (++submissions === 3) devices.get(this)?.destroy()
    submit.call(this, commands)
  }
}

export {}
