using CitizenNetwork.Server.Hosting;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Reflection;

/// <summary>The descriptors of everything this server speaks, found by file and by symbol.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    public DescriptorIndex()
    {
        foreach (var service in Api.Services)
        {
            Add(service.File);
        }

        // Details of errors are packed by name: a client that prints them asks for their files.
        Add(Google.Rpc.ErrorDetailsReflection.Descriptor);
        Add(Google.Rpc.StatusReflection.Descriptor);
    }

    /// <summary>A file and all that it imports, itself first; empty when it is not known.</summary>
    public IReadOnlyList<ByteString> FileAndImports(string name) => _files.TryGetValue(name, out var file) ? Closure(file) : [];

    /// <summary>The file that declares a symbol, and all that it imports; empty when it is not known.</summary>
    public IReadOnlyList<ByteString> FileOfSymbol(string symbol) => _symbols.TryGetValue(symbol, out var file) ? Closure(file) : [];

    private static List<ByteString> Closure(FileDescriptor root)
    {
        List<FileDescriptor> files = [root];
        for (var i = 0; i < files.Count; i++)
        {
            files.AddRange(files[i].Dependencies.Where(import => !files.Contains(import)));
        }

        return [.. files.Select(file => file.SerializedData)];
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message);
        }

        foreach (var closedList in file.EnumTypes)
        {
            _symbols[closedList.FullName] = file;
        }

        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
    }

    private void Add(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var inner in message.NestedTypes)
        {
            Add(inner);
        }

        foreach (var closedList in message.EnumTypes)
        {
            _symbols[closedList.FullName] = message.File;
        }
    }
}
