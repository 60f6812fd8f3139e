using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.Server.Records;

/// <summary>Which fields of one kind of message an update may name, and how it replaces them (AIP-134, AIP-161).</summary>
/// <param name="descriptor">The message.</param>
/// <param name="fixedFields">Fields that no update changes.</param>
internal sealed class UpdateMask(MessageDescriptor descriptor, IEnumerable<string> fixedFields)
{
    private const string Everything = "*";

    private static readonly FieldMask.MergeOptions s_replace = new() { ReplaceMessageFields = true, ReplacePrimitiveFields = true, ReplaceRepeatedFields = true };

    private readonly ImmutableArray<string> _settable = [.. descriptor.Fields.InFieldNumberOrder().Select(field => field.Name).Except(fixedFields)];

    /// <summary>Adds every path that names no field, or one that an update does not change.</summary>
    public void Check(FieldMask? mask, Violations violations)
    {
        for (var i = 0; i < (mask?.Paths.Count ?? 0); i++)
        {
            var path = mask!.Paths[i];
            if (path == Everything)
            {
                continue;
            }

            if (!FieldMask.IsValid(descriptor, path))
            {
                violations.Add($"update_mask.paths[{i}]", ViolationCode.UnknownField, Datum.Text(path), Datum.Text(string.Join(", ", _settable)));
            }
            else if (!_settable.Contains(path.Split('.')[0]))
            {
                violations.Add($"update_mask.paths[{i}]", ViolationCode.ReadOnly, Datum.Text(path));
            }
        }
    }

    /// <summary>Replaces in <paramref name="current"/> what the mask names; an empty mask or * names every field that can be set.</summary>
    public T Merge<T>(T current, T given, FieldMask? mask)
        where T : IMessage
    {
        var whole = mask is null || mask.Paths.Count == 0 || mask.Paths.Contains(Everything);
        var paths = whole ? new FieldMask { Paths = { _settable } } : mask!;
        paths.Merge(given, current, s_replace);
        return current;
    }
}
