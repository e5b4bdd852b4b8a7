import { Scrypt } from '@adonisjs/core/hash/drivers/scrypt'
import { hashSlots } from '#services/auth/hash_slots'

/** Scrypt for passwords, a few at a time. Throws what `HashSlots.run` throws. */
export class BoundedScrypt extends Scrypt {
  make(value: string): Promise<string> {
    return hashSlots.run(() => super.make(value))
  }

  verify(hashed: string, value: string): Promise<boolean> {
    return hashSlots.run(() => super.verify(hashed, value))
  }
}
