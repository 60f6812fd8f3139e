using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using Google.Protobuf;

namespace CitizenNetwork.Server.Export;

/// <summary>A record on its way into a file.</summary>
/// <param name="Record">The domain's record.</param>
/// <param name="Message">Its message, without what exports leave out; see <see cref="ExportedFields"/>.</param>
/// <param name="Name">Resource name.</param>
/// <param name="Revision">Version of the record.</param>
/// <param name="UpdateTime">When it last changed, UTC.</param>
/// <param name="Source">Row of a source that it stands for; null: none.</param>
internal sealed record ExportedRecord(object Record, IMessage Message, string Name, long Revision, DateTimeOffset UpdateTime, SourceReference? Source)
{
    public static ExportedRecord Of<T>(Entry<T> entry, Func<Entry<T>, IMessage> message)
        where T : class =>
        new(entry.Record, message(entry), entry.Name, entry.Revision, entry.UpdateTime, entry.Source);
}
